import { Anchor, Table, Text, Title, type TitleOrder } from "@mantine/core";
import { createContext, type ReactNode, use, useMemo } from "react";
import Parsed, { type Components, defaultUrlTransform, type ExtraProps } from "react-markdown";
import { Link } from "react-router";
import remarkGfm from "remark-gfm";
import { isOwnAddress, isSafeAddress } from "./addresses";
import classes from "./Markdown.module.css";

/** What a fenced block in a certain language is drawn as, by that language. */
export type Blocks = Record<string, (body: string) => ReactNode>;

interface Surroundings {
  picture: (name: string) => string | null;
  blocks: Blocks;
  heading: number;
}

interface MarkdownProps extends Partial<Surroundings> {
  text: string;
}

const NO_PICTURES = () => null;
const NO_BLOCKS: Blocks = {};
const PLUGINS = [remarkGfm];
const Around = createContext<Surroundings>({ picture: NO_PICTURES, blocks: NO_BLOCKS, heading: 3 });

/**
 * A person's text as elements. HTML in it is left out, and a link leads only to the web, to mail or within Layerloom.
 *
 * `picture` says where the picture of a name is found, or null: pictures from elsewhere are never fetched. `blocks` draws
 * fenced blocks of its languages. `heading` is the level that a first heading has on the page (3 unless told).
 */
export function Markdown({ text, picture = NO_PICTURES, blocks = NO_BLOCKS, heading = 3 }: MarkdownProps) {
  const around = useMemo(() => ({ picture, blocks, heading }), [picture, blocks, heading]);
  return (
    <Around value={around}>
      <div className={classes.text}>
        <Parsed skipHtml remarkPlugins={PLUGINS} components={COMPONENTS} urlTransform={address}>
          {text}
        </Parsed>
      </div>
    </Around>
  );
}

/** The parser's own guard first, then ours, which knows fewer schemes. */
function address(written: string): string {
  const kept = defaultUrlTransform(written);
  return isSafeAddress(kept) ? kept : "";
}

function Heading({ depth, children }: { depth: number; children?: ReactNode }) {
  const order = Math.min(6, use(Around).heading + depth - 1) as TitleOrder;
  return (
    <Title order={order} size={`h${Math.min(6, depth + 3)}`} className={classes.heading}>
      {children}
    </Title>
  );
}

function LinkTo({ href, children }: { href?: string; children?: ReactNode }) {
  if (!href) return <span>{children}</span>;
  if (href.startsWith("#")) return <Anchor href={href}>{children}</Anchor>;
  if (isOwnAddress(href)) {
    return (
      <Anchor component={Link} to={href} underline="always">
        {children}
      </Anchor>
    );
  }
  return (
    <Anchor href={href} target="_blank" rel="noopener noreferrer" underline="always">
      {children}
    </Anchor>
  );
}

function Picture({ src, alt = "" }: { src?: string; alt?: string }) {
  const { picture } = use(Around);
  const found = src ? picture(pictureName(src)) : null;
  if (found) return <img src={found} alt={alt} className={classes.picture} loading="lazy" />;
  return (
    <Text component="span" size="sm" c="dimmed">
      {alt ? `[Picture: ${alt}]` : "[Picture]"}
    </Text>
  );
}

/** The name as it was written: Markdown gives it percent-encoded. */
function pictureName(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

function Block({ node, children }: ExtraProps & { children?: ReactNode }) {
  const { blocks } = use(Around);
  const code = node?.children[0];
  if (code?.type === "element") {
    const draw = blocks[language(code.properties.className)];
    const body = code.children[0];
    if (draw) return draw(body?.type === "text" ? body.value.replace(/\n$/, "") : "");
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide block is scrolled by the keyboard too
    <pre className={classes.block} tabIndex={0}>
      {children}
    </pre>
  );
}

function language(names: unknown): string {
  const name = Array.isArray(names) ? names.find((each) => String(each).startsWith("language-")) : undefined;
  return name ? String(name).slice("language-".length) : "";
}

function Grid({ children }: { children?: ReactNode }) {
  return (
    <Table.ScrollContainer minWidth={0} className={classes.grid}>
      <Table withTableBorder withColumnBorders>
        {children}
      </Table>
    </Table.ScrollContainer>
  );
}

const COMPONENTS: Components = {
  a: ({ href, children }) => <LinkTo href={href}>{children}</LinkTo>,
  img: ({ src, alt }) => <Picture src={typeof src === "string" ? src : undefined} alt={alt} />,
  pre: ({ node, children }) => <Block node={node}>{children}</Block>,
  table: ({ children }) => <Grid>{children}</Grid>,
  thead: ({ children }) => <Table.Thead>{children}</Table.Thead>,
  tbody: ({ children }) => <Table.Tbody>{children}</Table.Tbody>,
  tr: ({ children }) => <Table.Tr>{children}</Table.Tr>,
  th: ({ children }) => <Table.Th>{children}</Table.Th>,
  td: ({ children }) => <Table.Td>{children}</Table.Td>,
  h1: ({ children }) => <Heading depth={1}>{children}</Heading>,
  h2: ({ children }) => <Heading depth={2}>{children}</Heading>,
  h3: ({ children }) => <Heading depth={3}>{children}</Heading>,
  h4: ({ children }) => <Heading depth={4}>{children}</Heading>,
  h5: ({ children }) => <Heading depth={5}>{children}</Heading>,
  h6: ({ children }) => <Heading depth={6}>{children}</Heading>,
};
