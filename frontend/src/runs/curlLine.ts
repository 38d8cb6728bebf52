import type { Inputs } from "./usePrediction";

const LONGEST = 600;

/** Whether a sample is too long to stand in a line. */
export function isLong(inputs: Inputs): boolean {
  return JSON.stringify(inputs).length > LONGEST;
}

/** The line for a shell that asks a model about a sample; a long sample is read from sample.json. */
export function curlLine(address: string, token: string, inputs: Inputs): string {
  const body = isLong(inputs) ? "@sample.json" : quoted(JSON.stringify({ inputs }));
  return [
    `curl ${address} \\`,
    `  -H 'Authorization: Bearer ${token}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d ${body}`,
  ].join("\n");
}

/** A text as one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
