// Asks one question with the official npm SDK, whole and streamed, and prints both answers as JSON.
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.env.BASE_URL, apiKey: process.env.CAMBIO_KEY, maxRetries: 0 });
const request = {
  model: process.env.MODEL,
  temperature: 0,
  messages: [{ role: "user", content: process.env.QUESTION }],
};

const whole = await client.chat.completions.create(request);
let text = "";
let usage;
for await (const chunk of await client.chat.completions.create({
  ...request,
  stream: true,
  stream_options: { include_usage: true },
})) {
  text += chunk.choices[0]?.delta?.content ?? "";
  usage = chunk.usage ?? usage;
}
console.log(JSON.stringify({ whole: { text: whole.choices[0].message.content, usage: whole.usage }, streamed: { text, usage } }));
