// Runs model.json and weights.bin of a folder on samples.json there; prints the outputs as JSON. node run_tfjs.mjs FOLDER
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../../frontend/package.json", import.meta.url));
const tf = require("@tensorflow/tfjs-core");
require("@tensorflow/tfjs-backend-cpu");
const { loadLayersModel } = require("@tensorflow/tfjs-layers");

const folder = process.argv[2];
const { modelTopology, weightsManifest } = JSON.parse(readFileSync(`${folder}/model.json`, "utf8"));
const weightData = new Uint8Array(readFileSync(`${folder}/weights.bin`)).buffer;
const model = await loadLayersModel({ load: async () => ({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }) });
const samples = JSON.parse(readFileSync(`${folder}/samples.json`, "utf8")).map(({ values, shape, dtype }) => tf.tensor(values, shape, dtype));
const answer = model.predict(samples.length > 1 ? samples : samples[0]);
const outputs = Array.isArray(answer) ? answer : [answer];
process.stdout.write(`\n${JSON.stringify(outputs.map((output) => ({ shape: output.shape, values: Array.from(output.dataSync()) })))}`);
