import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { MemoryRouter } from "react-router";
import { expect, test } from "vitest";
import { type Blocks, Markdown } from "./Markdown";

function html(text: string, picture?: (name: string) => string | null, blocks?: Blocks): string {
  return renderToStaticMarkup(
    <MantineProvider env="test">
      <MemoryRouter>
        <Markdown text={text} picture={picture} blocks={blocks} />
      </MemoryRouter>
    </MantineProvider>,
  );
}

test("HTML in a text is left out, whatever it is", () => {
  const shown = html('A <script>alert(1)</script><img src="x" onerror="alert(1)"> text\n\n<iframe src="/"></iframe>');
  expect(shown).not.toMatch(/<script|<iframe|onerror|<img/);
  expect(shown).toContain("text");
});

test.each(["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "//elsewhere.org"])(
  "a link to %s leads nowhere",
  (target) => expect(html(`[read](${target})`)).not.toContain("href"),
);

test("a link to the web opens a page of its own, and one of ours does not", () => {
  expect(html("[web](https://keras.io)")).toContain('target="_blank" rel="noopener noreferrer"');
  expect(html("[runs](/runs)")).toContain('href="/runs"');
  expect(html("[runs](/runs)")).not.toContain("_blank");
});

test("a picture is shown only where the page says that it lies", () => {
  const at = (name: string) => (name === "my cat.png" ? "/api/pictures/1" : null);
  expect(html("![a cat](<my cat.png>)", at)).toContain('<img src="/api/pictures/1" alt="a cat"');
  expect(html("![a cat](https://elsewhere.org/cat.png)", at)).not.toContain("<img");
  expect(html("![a cat](%E0.png)", at)).toContain("[Picture: a cat]");
  expect(html("![a cat](dog.png)")).toContain("[Picture: a cat]");
});

test("a table and code are drawn, and a block of a known language by its own drawing", () => {
  expect(html("| a | b |\n|---|---|\n| 1 | 2 |")).toContain("<table");
  expect(html("```python\nx = 1\n```")).toContain("x = 1");
  expect(html("```dice\nsix\n```", undefined, { dice: (body) => <b>{body.toUpperCase()}</b> })).toContain("<b>SIX</b>");
});
