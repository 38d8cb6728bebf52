import { Switch } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { shapeText } from "@/graph/format";
import classes from "./eyes.module.css";
import { LayerPicture } from "./LayerPicture";
import { layerNumbers, nameOf, wordsOf } from "./layer";
import { PictureCard } from "./PictureCard";
import type { Layer } from "./types";

interface LayerCardsProps {
  layers: readonly Layer[];
  /** Which of their samples. */
  at: number;
  /** The sample's tokens, where the data has some. */
  words: readonly string[] | null;
  /** How files are called: run, look and sample. */
  file: (layer: string) => string;
}

/** Every layer with what it makes of a sample. */
export function LayerCards({ layers, at, words, file }: LayerCardsProps) {
  const told = words ?? layers.map((layer) => wordsOf(layer, at)).find((found) => found !== null) ?? null;
  const [inOrder, setInOrder] = useLocalStorage({ key: "layerloom-layers-first", defaultValue: true });
  return (
    <>
      <Switch
        label="From the input to the output"
        checked={inOrder}
        onChange={(event) => setInOrder(event.currentTarget.checked)}
      />
      <div className={classes.layers}>
        {(inOrder ? layers : layers.toReversed()).map((layer) => (
          <LayerCard
            key={`${layer.layer} ${layer.kind}`}
            layer={layer}
            at={at}
            words={told}
            file={file(`${layer.layer.replaceAll("/", " ")} ${layer.kind}`)}
          />
        ))}
      </div>
    </>
  );
}

interface LayerCardProps {
  layer: Layer;
  at: number;
  words: readonly string[] | null;
  file: string;
}

function LayerCard({ layer, at, words, file }: LayerCardProps) {
  const title = `${nameOf(layer)}${layer.kind === "scores" ? ": what attends to what" : ""}`;
  const some = layer.kind === "maps" && layer.of > layer.count ? `; the first ${layer.count} channels` : "";
  return (
    <div
      className={layer.kind === "vector" || layer.kind === "strip" ? classes.card : `${classes.card} ${classes.wide}`}
    >
      <PictureCard
        title={title}
        hint={`${layer.title}, ${shapeText(layer.shape)}${some}`}
        file={file}
        numbers={() => layerNumbers(layer, at)}
      >
        {(width) => <LayerPicture layer={layer} at={at} width={width} words={words} />}
      </PictureCard>
    </div>
  );
}
