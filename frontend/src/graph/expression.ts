/** Expressions over a block's parameters, such as 4 * filters: arithmetic with Python's meaning, read and worked out without evaluating code. */
import type { Config } from "./types";

export type Expression = { readonly $expr: string };

export class ExpressionError extends Error {}

const TOKEN = /\s*(?:(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|(\*\*|\/\/|[-+*/%()]))/iy;
const LONGEST = 200;

type Token = { readonly kind: "number" | "name" | "sign"; readonly text: string };

function tokensOf(text: string): Token[] {
  if (text.length > LONGEST) throw new ExpressionError(`An expression has at most ${LONGEST} characters.`);
  const tokens: Token[] = [];
  const trimmed = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(trimmed);
    if (!match)
      throw new ExpressionError(
        `An expression holds numbers, parameters, + - * / // % ** and brackets; received ${trimmed.slice(at)}.`,
      );
    const [, number, name, sign = ""] = match;
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else tokens.push(name !== undefined ? { kind: "name", text: name } : { kind: "sign", text: sign });
  }
  return tokens;
}

type Names = Readonly<Record<string, unknown>>;

const BINARY: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "//": (a, b) => Math.floor(a / b),
  "%": (a, b) => a - b * Math.floor(a / b),
};

function numberOf(value: unknown): number {
  if (typeof value !== "number") throw new ExpressionError("Only numbers can be reckoned with.");
  return value;
}

/** A reader of one expression, by recursive descent: sums of products of signed powers. */
class Reader {
  private at = 0;
  constructor(
    private readonly tokens: readonly Token[],
    private readonly names: Names,
  ) {}

  read(): unknown {
    const value = this.chain(["+", "-"], () => this.chain(["*", "/", "//", "%"], () => this.signed()));
    const rest = this.tokens[this.at];
    if (rest) throw new ExpressionError(`${rest.text} stands where an operator should.`);
    return value;
  }

  private take(signs: readonly string[]): string | null {
    const token = this.tokens[this.at];
    if (token?.kind !== "sign" || !signs.includes(token.text)) return null;
    this.at += 1;
    return token.text;
  }

  private chain(signs: readonly string[], part: () => unknown): unknown {
    let value = part();
    for (let sign = this.take(signs); sign !== null; sign = this.take(signs))
      value = BINARY[sign]?.(numberOf(value), numberOf(part()));
    return value;
  }

  private signed(): unknown {
    const sign = this.take(["-", "+"]);
    if (sign !== null) return (sign === "-" ? -1 : 1) * numberOf(this.signed());
    const base = this.atom();
    return this.take(["**"]) === null ? base : numberOf(base) ** numberOf(this.signed());
  }

  private atom(): unknown {
    const token = this.tokens[this.at];
    this.at += 1;
    if (token?.kind === "number") return Number(token.text);
    if (token?.kind === "name") return this.named(token.text);
    if (token?.text !== "(") throw new ExpressionError("A number or a parameter is missing.");
    const value = this.chain(["+", "-"], () => this.chain(["*", "/", "//", "%"], () => this.signed()));
    if (this.take([")"]) === null) throw new ExpressionError("A bracket is not closed.");
    return value;
  }

  private named(name: string): unknown {
    if (!(name in this.names)) throw new ExpressionError(`This block has no parameter called ${name}.`);
    return this.names[name];
  }
}

/** What an expression comes to with these parameters. Throws an ExpressionError, in a sentence, where it means nothing. */
export function evaluateExpression(text: string, names: Names): unknown {
  return new Reader(tokensOf(text), names).read();
}

/** The parameters that an expression names. */
export function namesIn(text: string): string[] {
  return [...new Set(text.match(/[A-Za-z_]\w*/g) ?? [])];
}

export function isExpression(value: unknown): value is Expression {
  return typeof value === "object" && value !== null && "$expr" in value && typeof value.$expr === "string";
}

/** Every value of a config changed where it is an expression, however deep it stands. */
export function mapExpressions(value: unknown, change: (expression: Expression) => unknown): unknown {
  if (isExpression(value)) return change(value);
  if (Array.isArray(value)) return value.map((item) => mapExpressions(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapExpressions(item, change)]));
}

/** An expression with what stands for its names written into it. */
function writtenInto(text: string, names: Names): Expression {
  const written = (word: string) => {
    const value = names[word];
    if (isExpression(value)) return /^\w+$/.test(value.$expr) ? value.$expr : `(${value.$expr})`;
    return typeof value === "number" ? String(value) : word;
  };
  return { $expr: text.replace(/[A-Za-z_]\w*/g, written) };
}

/**
 * A config with its expressions worked out, as far as the names have values: a name may stand for an expression again. One that means
 * nothing is left out, so that Keras's default stands.
 */
export function resolveConfig(config: Config, names: Names): Config {
  const worked = mapExpressions(config, ({ $expr }) => {
    if (namesIn($expr).some((name) => isExpression(names[name]))) return writtenInto($expr, names);
    try {
      return evaluateExpression($expr, names);
    } catch {
      return undefined;
    }
  }) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(worked).filter(([, value]) => value !== undefined));
}

/** The same expression with a parameter under another name. */
export function renameIn(text: string, name: string, to: string): string {
  return text.replace(/[A-Za-z_]\w*/g, (word) => (word === name ? to : word));
}
