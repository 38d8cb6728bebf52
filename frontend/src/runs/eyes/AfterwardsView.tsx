import { Loader, SimpleGrid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { sentenceOf } from "@/api/client";
import { runDatasetQuery } from "@/datasets/queries";
import { shapeText } from "@/graph/format";
import type { Trained } from "../types";
import { ClassCurves } from "./ClassCurves";
import { HeatPicture, heatNumbers } from "./HeatPicture";
import { LayerPicture } from "./LayerPicture";
import { layerNumbers, nameOf } from "./layer";
import { PictureCard } from "./PictureCard";
import { afterwardsQuery } from "./queries";
import type { OutputCurves } from "./types";

interface AfterwardsViewProps {
  run: Trained;
  runName: string;
}

/** What can be seen of a network once it is trained, on data it has never seen. */
export function AfterwardsView({ run, runName }: AfterwardsViewProps) {
  const { data, error: unseen } = useQuery(afterwardsQuery(run));
  const { data: dataset, error: unknown } = useQuery(runDatasetQuery(run.id));
  const error = unseen ?? unknown;
  if (error) return <Text>{sentenceOf(error)}</Text>;
  if (!data || !dataset) return <Loader aria-label="The trained network is being looked at" />;
  const input = dataset.fields.find((field) => field.kind === "image");
  const isEmpty = data.outputs.length + data.filters.length === 0;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {isEmpty
          ? "There is nothing more to be seen of this network: curves are of classes, filters of convolutions over pictures."
          : `Seen on ${data.samples.toLocaleString("en")} held-out samples, of the network as it is kept.`}
      </Text>
      {data.outputs.map((output) => (
        <SimpleGrid key={output.output} cols={{ base: 1, md: 2 }} spacing="md">
          {(["roc", "precision_recall"] as const).map((kind) => (
            <PictureCard
              key={kind}
              title={`${KINDS[kind].title}${data.outputs.length > 1 ? ` of ${output.output}` : ""}`}
              hint={KINDS[kind].hint}
              file={`${runName} ${output.output} ${KINDS[kind].title}`}
              numbers={() => curveNumbers(output, kind)}
            >
              {(width) => <ClassCurves output={output} kind={kind} width={width} />}
            </PictureCard>
          ))}
        </SimpleGrid>
      ))}
      {data.heat && input && (
        <PictureCard
          title="Where the network looked"
          hint={`Grad-CAM at ${nameOf(data.heat)}: what is lit speaks for the class that the network says.`}
          file={`${runName} where it looked`}
          numbers={() => heatNumbers(data.heat)}
        >
          {(width) => data.heat && <HeatPicture heat={data.heat} field={input.name} width={width} />}
        </PictureCard>
      )}
      {data.filters.map((layer) => (
        <PictureCard
          key={layer.layer}
          title={`Filters of ${nameOf(layer)}`}
          hint={`${shapeText(layer.shape)}; each the mean over the channels that it reads${layer.of > layer.count ? `, the first ${layer.count} of ${layer.of}` : ""}`}
          file={`${runName} filters of ${layer.layer.replaceAll("/", " ")}`}
          numbers={() => layerNumbers(layer, 0)}
        >
          {(width) => <LayerPicture layer={layer} at={0} width={width} words={null} />}
        </PictureCard>
      ))}
    </Stack>
  );
}

const KINDS = {
  roc: { title: "ROC curves", hint: "The nearer to the upper left corner, the better; the dashed line is guessing." },
  precision_recall: { title: "Precision and recall", hint: "The nearer to the upper right corner, the better." },
} as const;

function curveNumbers({ curves }: OutputCurves, kind: "roc" | "precision_recall") {
  return {
    head: ["class", ...(kind === "roc" ? ["false positive rate", "true positive rate"] : ["recall", "precision"])],
    rows: curves.flatMap((curve) => curve[kind].map(([across = 0, up = 0]) => [curve.name, across, up])),
  };
}
