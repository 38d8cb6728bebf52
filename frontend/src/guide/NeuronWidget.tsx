import { Button, Group, SegmentedControl, Slider, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Fragment, useState } from "react";
import { sentenceOf } from "@/api/client";
import { ACTIVATIONS, said, sumText, weightedSum } from "./arithmetic";
import classes from "./guide.module.css";
import { NeuronDrawing } from "./NeuronDrawing";
import { NumberField } from "./NumberField";
import { fetchNeurons, type Neurons } from "./queries";
import type { Activation, Neuron } from "./types";

const NAMES: readonly Activation[] = ["linear", "relu", "sigmoid", "tanh"];
const REACH = 5;

type NumberProps = { label: string; value: number; onChange: (value: number) => void };

function Factor({ label, value, onChange }: NumberProps) {
  return (
    <div>
      <NumberField aria-label={label} value={value} step={0.1} decimalScale={3} onChange={onChange} />
      <Slider
        size="xs"
        mt={4}
        thumbLabel={label}
        label={null}
        min={-REACH}
        max={REACH}
        step={0.1}
        value={Math.max(-REACH, Math.min(REACH, value))}
        onChange={onChange}
      />
    </div>
  );
}

/** Puts the numbers in that the network found. */
function Trained({
  run,
  node,
  onTake,
}: {
  run: string | null;
  node: string | null;
  onTake: (found: Neurons, which: number) => void;
}) {
  const [which, setWhich] = useState(0);
  const asking = useMutation({
    mutationFn: () => fetchNeurons(run ?? "", node ?? ""),
    onSuccess: (found) => onTake(found, 0),
  });
  if (run === null || node === null)
    return <Text size="xs">Once a run has finished, its weights can be put in here.</Text>;
  return (
    <Stack gap={4}>
      <Button size="compact-sm" w="fit-content" loading={asking.isPending} onClick={() => asking.mutate()}>
        Take the trained weights
      </Button>
      {asking.data && asking.data.biases.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label="Which neuron"
          value={String(which)}
          data={asking.data.biases.map((_, place) => ({ value: String(place), label: `Neuron ${place + 1}` }))}
          onChange={(chosen) => {
            setWhich(Number(chosen));
            onTake(asking.data, Number(chosen));
          }}
        />
      )}
      {asking.error && (
        <Text size="xs" role="alert">
          {sentenceOf(asking.error)}
        </Text>
      )}
    </Stack>
  );
}

/** A neuron whose numbers are changed, with its sum worked out and drawn at once. `run` is one whose weights can be had. */
export function NeuronWidget({ part, run, node }: { part: Neuron; run: string | null; node: string | null }) {
  const [values, setValues] = useState<readonly number[]>(part.values);
  const [weights, setWeights] = useState<readonly number[]>(part.weights);
  const [bias, setBias] = useState(part.bias ?? 0);
  const [activation, setActivation] = useState<Activation>(part.activation ?? "linear");
  const sum = weightedSum(values, weights, bias);
  const result = ACTIVATIONS[activation](sum);
  const put = (numbers: readonly number[], place: number, value: number) => numbers.with(place, value);
  const take = ({ weights: found, biases }: Neurons, which: number) => {
    setWeights(values.map((_, place) => rounded(found[which]?.[place] ?? 0)));
    setBias(rounded(biases[which] ?? 0));
  };
  return (
    <Stack gap="xs" className={classes.widget} component="section" aria-label="A neuron to play with">
      {part.node != null && <Trained run={run} node={node} onTake={take} />}
      <div className={classes.factors}>
        <span />
        <span>input</span>
        <span />
        <span>weight</span>
        <span>product</span>
        {part.inputs.map((name, place) => (
          <Fragment key={name}>
            <span>{name}</span>
            <Factor
              label={`Input ${name}`}
              value={values[place] ?? 0}
              onChange={(value) => setValues((now) => put(now, place, value))}
            />
            <span>·</span>
            <Factor
              label={`Weight of ${name}`}
              value={weights[place] ?? 0}
              onChange={(value) => setWeights((now) => put(now, place, value))}
            />
            <span>= {said((values[place] ?? 0) * (weights[place] ?? 0))}</span>
          </Fragment>
        ))}
        <span>bias</span>
        <span />
        <span />
        <Factor label="Bias" value={bias} onChange={setBias} />
        <span>{said(bias)}</span>
      </div>
      <Group gap={6}>
        <SegmentedControl
          size="xs"
          aria-label="Activation"
          value={activation}
          data={[...NAMES]}
          onChange={(name) => setActivation(name as Activation)}
        />
      </Group>
      <NeuronDrawing inputs={part.inputs} values={values} weights={weights} bias={bias} activation={activation} />
      <output className={classes.sum} aria-live="polite">
        {sumText(values, weights, bias)}
        <br />
        {activation === "linear" ? `output ${said(result)}` : `${activation}(${said(sum)}) = ${said(result)}`}
      </output>
    </Stack>
  );
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
