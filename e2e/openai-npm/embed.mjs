// Embeds one text with the official npm SDK, which asks for base64 unless told otherwise.
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.env.BASE_URL, apiKey: process.env.CAMBIO_KEY, maxRetries: 0 });
const request = { model: process.env.MODEL, input: "one", provider: { only: ["faulty-good"] } };
const usual = await client.embeddings.create(request);
const floats = await client.embeddings.create({ ...request, encoding_format: "float" });
console.log(JSON.stringify({ usual: usual.data[0].embedding, floats: floats.data[0].embedding }));
