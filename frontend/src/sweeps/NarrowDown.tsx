import { Button, Group, RangeSlider, SimpleGrid, Stack, Text } from "@mantine/core";
import { type Axis, type Brush, type Brushes, stepOf, textAt } from "./axes";

interface NarrowDownProps {
  axes: readonly Axis[];
  brushes: Brushes;
  shown: number;
  all: number;
  onBrush: (key: string, part: Brush) => void;
  onClear: () => void;
}

const WHOLE: Brush = [0, 1];

/** The brushes as sliders, for the keyboard and for fingers. */
export function NarrowDown({ axes, brushes, shown, all, onBrush, onClear }: NarrowDownProps) {
  if (all < 2) return null;
  return (
    <Stack gap={6} component="section" aria-label="Narrow the trials down">
      <SimpleGrid cols={{ base: 2, xs: 3, sm: Math.min(6, Math.max(2, axes.length)) }} spacing="lg">
        {axes.map((axis) => {
          const [from, to] = brushes[axis.key] ?? WHOLE;
          return (
            <div key={axis.key}>
              <Text size="xs" truncate>
                {axis.title}
              </Text>
              <RangeSlider
                size="sm"
                min={0}
                max={1}
                minRange={0}
                step={stepOf(axis)}
                value={[from, to]}
                label={null}
                disabled={axis.points !== null && axis.points.length < 2}
                thumbFromLabel={`${axis.title} from ${textAt(axis, from)}`}
                thumbToLabel={`${axis.title} to ${textAt(axis, to)}`}
                onChange={(part) => onBrush(axis.key, part)}
              />
              <Text size="xs" c="dimmed" style={{ fontVariantNumeric: "tabular-nums" }}>
                {textAt(axis, from)} to {textAt(axis, to)}
              </Text>
            </div>
          );
        })}
      </SimpleGrid>
      <Group gap="sm" mih={30}>
        <Text size="sm" role="status">
          {shown === all ? `${all} trials` : `${shown} of ${all} trials`}
        </Text>
        {Object.keys(brushes).length > 0 && (
          <Button size="compact-sm" onClick={onClear}>
            Show all
          </Button>
        )}
      </Group>
    </Stack>
  );
}
