// Asks a question and prints the answer as it comes.
//
//   CAMBIO_KEY=... node clients/typescript/dist/examples/stream.js [--unary] [QUESTION]
//
// CAMBIO_GRPC is the router's or Envoy's host:port (127.0.0.1:8080), CAMBIO_MODEL the model.
import { Code, ConnectError, createClient, type Interceptor } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";

import { CompletionService, type Started } from "../src/gen/cambio/v1/completion_pb.js";
import { Role } from "../src/gen/cambio/v1/message_pb.js";
import type { Usage } from "../src/gen/cambio/v1/usage_pb.js";

const words = process.argv.slice(2).filter((word) => word !== "--unary");
const question = words.join(" ") || "Hello, who are you?";

const withKey: Interceptor = (next) => (request) => {
  request.header.set("authorization", `Bearer ${process.env.CAMBIO_KEY ?? ""}`);
  return next(request);
};
const client = createClient(
  CompletionService,
  createGrpcTransport({
    baseUrl: `http://${process.env.CAMBIO_GRPC ?? "127.0.0.1:8080"}`,
    interceptors: [withKey],
  }),
);

const generation = {
  model: process.env.CAMBIO_MODEL ?? "cambio/tiny-chat",
  messages: [{ role: Role.USER, content: [{ part: { case: "text" as const, value: question } }] }],
  maxOutputTokens: 64,
};

function summary(model?: string, provider?: string, usage?: Usage) {
  const cost = usage?.cost ? `${usage.cost.totalUsd} USD` : "unknown";
  console.log(
    `\n\nmodel ${model}, provider ${provider}, tokens ${usage?.inputTokens} + ${usage?.outputTokens}, cost ${cost}`,
  );
}

async function unary() {
  const answer = await client.complete({ generation });
  for (const part of answer.choices[0]?.message?.content ?? []) {
    if (part.part.case === "text") process.stdout.write(part.part.value);
  }
  summary(answer.model, answer.provider, answer.usage);
}

async function stream() {
  let started: Started | undefined;
  let usage: Usage | undefined;
  for await (const { event } of client.streamComplete({ generation })) {
    if (event.case === "started") started = event.value;
    if (event.case === "contentDelta") process.stdout.write(event.value.text);
    if (event.case === "usage") usage = event.value;
  }
  summary(started?.model, started?.provider, usage);
}

try {
  await (process.argv.includes("--unary") ? unary() : stream());
} catch (error) {
  const failure = ConnectError.from(error);
  console.error(`\n${Code[failure.code]}: ${failure.rawMessage}`);
  process.exitCode = 1;
}
