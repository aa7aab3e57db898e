// The life of a key with OpenRouter's official SDK, which checks every answer against its own schemas. Prints JSON.
import { OpenRouter } from "@openrouter/sdk";

const connect = (apiKey) =>
  new OpenRouter({ serverURL: process.env.BASE_URL, apiKey, retryConfig: { strategy: "none" } });
const refusal = async (call) => {
  try {
    await call;
    return null;
  } catch (error) {
    return { name: error.name, status: error.statusCode, message: error.message };
  }
};

const admin = connect(process.env.CAMBIO_ADMIN_KEY);
const made = await admin.apiKeys.create({
  requestBody: {
    name: "sdk",
    limit: 12.5,
    limitReset: "monthly",
    expiresAt: new Date("2099-01-01T00:00:00Z"),
    external: { user: "customer-7" },
  },
});
const hash = made.data.hash;
const caller = connect(made.key);
const listed = (await admin.apiKeys.list({ includeDisabled: true })).data.map((key) => key.hash);
const fetched = (await admin.apiKeys.get({ hash })).data;
const updated = (await admin.apiKeys.update({ hash, requestBody: { name: "renamed", limit: 20 } })).data;
const current = (await caller.apiKeys.getCurrentKeyMetadata()).data;
const answer = await caller.chat.send({
  chatRequest: { model: process.env.MODEL, messages: [{ role: "user", content: "hi" }], maxTokens: 5 },
});
const managementCannotGenerate = await refusal(
  admin.chat.send({ chatRequest: { model: process.env.MODEL, messages: [{ role: "user", content: "hi" }] } }),
);
const inferenceCannotManage = await refusal(caller.apiKeys.list());
await admin.apiKeys.update({ hash, requestBody: { disabled: true } });
const whenDisabled = await refusal(caller.apiKeys.getCurrentKeyMetadata());
const deleted = (await admin.apiKeys.delete({ hash })).deleted;
const whenDeleted = await refusal(admin.apiKeys.get({ hash }));

console.log(
  JSON.stringify({
    secret: made.key,
    created: made.data,
    listed: listed.includes(hash),
    fetched,
    updated,
    current,
    answer: answer.id,
    managementCannotGenerate,
    inferenceCannotManage,
    whenDisabled,
    deleted,
    whenDeleted,
  }),
);
