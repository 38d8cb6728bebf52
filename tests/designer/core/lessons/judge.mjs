// Holds steps against facts with the browser's own conditions: reads [{step, place, facts, answers}] as JSON, prints for each
// what holds of its checks and of its questions. node judge.mjs < MOMENTS
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const front = new URL("../../../../frontend/", import.meta.url);
const ts = createRequire(new URL("package.json", front))("typescript");
const load = (name) => {
  const source = readFileSync(new URL(`src/guide/${name}.ts`, front), "utf8");
  const { outputText } = ts.transpileModule(source, { compilerOptions: { target: "ES2022", module: "ESNext" } });
  return import(`data:text/javascript;base64,${Buffer.from(outputText).toString("base64")}`);
};

const { judge } = await load("conditions");
const { isRight, questionsOf } = await load("answers");
const told = JSON.parse(readFileSync(0, "utf8")).map(({ step, place, facts, answers }) => ({
  checks: step.checks.map((check) => judge(check, facts).met),
  questions: questionsOf(step, place).map(({ name, question }) => isRight(question, answers[name] ?? "")),
}));
process.stdout.write(JSON.stringify(told));
