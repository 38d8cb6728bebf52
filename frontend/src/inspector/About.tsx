import { Collapse, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { titleOf } from "@/graph/describe";
import { essential } from "@/graph/essential";
import { formatCompact, formatCount, formatShape } from "@/graph/format";
import { useEditor } from "@/graph/store";
import type { LayerSpec, Node, NodeAnalysis } from "@/graph/types";
import classes from "./Inspector.module.css";

function Outputs({ analysis }: { analysis: NodeAnalysis }) {
  return (
    <div>
      {analysis.outputs.map((output, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: outputs have no identity but their place
        <Text size="sm" key={place}>
          {analysis.outputs.length > 1 ? `Output ${place + 1}: ` : "Output: "}
          <span className={classes.figure}>{formatShape(output)}</span>, {output.dtype}
        </Text>
      ))}
    </div>
  );
}

function parameterText({ trainable, non_trainable, is_counted }: NodeAnalysis): string {
  const all = trainable + non_trainable;
  if (!is_counted)
    return `${all > 0 ? `${formatCount(all)} parameters, and those` : "The parameters"} of its Python class, which nobody counts before the training.`;
  if (all === 0) return "No parameters: nothing here is learned.";
  const count = all === 1 ? "1 parameter" : `${formatCount(all)} parameters`;
  return non_trainable > 0 ? `${count}, ${formatCount(non_trainable)} of them not trained.` : `${count}.`;
}

function Figures({ analysis }: { analysis: NodeAnalysis }) {
  return (
    <Stack gap={4}>
      <Outputs analysis={analysis} />
      <Text size="sm">{parameterText(analysis)}</Text>
      {analysis.arithmetic && <Text className={classes.figure}>{analysis.arithmetic}</Text>}
      {analysis.flops ? <Text size="sm">{formatCompact(analysis.flops)} FLOPs for each sample.</Text> : null}
    </Stack>
  );
}

/** What matters at once; what Keras says besides is unfolded when asked for. */
function Description({ spec }: { spec: LayerSpec }) {
  const [isOpen, setOpen] = useState(false);
  const { lead, rest } = essential(spec.description ?? "");
  return (
    <Stack gap={6}>
      <Text size="sm">{spec.summary}</Text>
      {lead && <Words>{lead}</Words>}
      {rest && (
        <div>
          <UnstyledButton className={classes.more} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            <IconChevronRight size={14} aria-hidden />
            More about {titleOf(spec.name)}
          </UnstyledButton>
          <Collapse expanded={isOpen}>
            <Words>{rest}</Words>
          </Collapse>
        </div>
      )}
    </Stack>
  );
}

function Words({ children }: { children: string }) {
  return (
    <Text size="sm" style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>
      {children}
    </Text>
  );
}

/** The layer in its own numbers and in words. */
export function About({ node, spec }: { node: Node; spec: LayerSpec | undefined }) {
  const analysis = useEditor((state) => state.figures[node.id]);
  return (
    <>
      {analysis && (
        <section className={classes.section}>
          <Title order={3} size="h6" mb={6}>
            Here
          </Title>
          <Figures analysis={analysis} />
        </section>
      )}
      {spec && (
        <section className={classes.section}>
          <Title order={3} size="h6" mb={6}>
            What it does
          </Title>
          <Description key={node.layer} spec={spec} />
        </section>
      )}
    </>
  );
}
