/** The live wall: what the frames of its socket add up to, and in which order it is shown. */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Tile = Schemas["Tile"];
export type Room = Schemas["RoomOut"];
type Point = readonly [epoch: number, loss: number | null, metric: number | null];
type Epoch = readonly [...Point, valLoss: number | null, valMetric: number | null];
export type Curve = {
  readonly run: string;
  readonly metric: string | null;
  readonly points: readonly Point[];
  readonly epochs: readonly Epoch[];
};

export type Wall = {
  readonly room: Room | null;
  readonly tiles: ReadonlyMap<number, Tile>;
  readonly curves: ReadonlyMap<number, Curve>;
};

/** What comes by the socket; every part may be missing. */
export type WallFrame = {
  readonly room?: Room;
  readonly tiles?: readonly Tile[];
  readonly curves?: readonly (Curve & { readonly member: number; readonly whole: boolean })[];
  readonly gone?: readonly number[];
  readonly whole?: boolean;
};

export const EMPTY_WALL: Wall = { room: null, tiles: new Map(), curves: new Map() };

/** Rows of a curve that are kept: more cannot be told apart on a tile. */
const MOST = 160;

/** At most MOST rows: where there are more, every second one goes, and the newest stays. */
export function thin<Row>(rows: readonly Row[]): readonly Row[] {
  return rows.length <= MOST ? rows : rows.filter((_, place) => (rows.length - 1 - place) % 2 === 0);
}

function grown(before: Curve | undefined, came: Curve, whole: boolean): Curve {
  if (whole || before?.run !== came.run) return came;
  return {
    run: came.run,
    metric: came.metric ?? before.metric,
    points: thin([...before.points, ...came.points]),
    epochs: thin([...before.epochs, ...came.epochs]),
  };
}

/** The wall after a frame; tiles and curves that it says nothing of keep their identity. */
export function merge(wall: Wall, frame: WallFrame): Wall {
  const room = frame.room ?? wall.room;
  if (!frame.tiles && !frame.curves && !frame.gone) return room === wall.room ? wall : { ...wall, room };
  const tiles = new Map(frame.whole ? [] : wall.tiles);
  const curves = new Map(frame.whole ? [] : wall.curves);
  for (const tile of frame.tiles ?? []) tiles.set(tile.member, tile);
  for (const { member, whole, ...curve } of frame.curves ?? [])
    curves.set(member, grown(curves.get(member), curve, whole));
  for (const member of frame.gone ?? []) {
    tiles.delete(member);
    curves.delete(member);
  }
  return { room, tiles, curves };
}

export type Order = "name" | "progress" | "result";

/** How far somebody is: nothing, a network, a run and how much of it. */
export function progressOf({ network, run }: Tile, curve: Curve | undefined): number {
  if (!run) return network ? 1 : 0;
  const reached = run.state === "finished" ? run.epochs : Math.max(run.epoch, curve?.epochs.at(-1)?.[0] ?? 0);
  return 2 + Math.min(1, reached / Math.max(1, run.epochs));
}

const byName = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** What two results must have in common to be compared. */
function kindOf({ best }: Tile): string {
  return best ? `${best.dataset}\n${best.metric}` : "";
}

/** How many have a result of each kind. */
function countKinds(tiles: Iterable<Tile>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const tile of tiles) counts.set(kindOf(tile), (counts.get(kindOf(tile)) ?? 0) + 1);
  return counts;
}

/**
 * Orders tiles by their results: accuracies before losses, then what most were measured by, and nothing comes last.
 * Only results of one kind are held against each other.
 */
function byResult(counts: ReadonlyMap<string, number>): (a: Tile, b: Tile) => number {
  return (a, b) => {
    if (!a.best || !b.best) return Number(!a.best) - Number(!b.best);
    const [kind, other] = [kindOf(a), kindOf(b)];
    if (kind === other) return Math.sign(a.best.is_loss ? a.best.value - b.best.value : b.best.value - a.best.value);
    const apart = Number(a.best.is_loss) - Number(b.best.is_loss);
    return apart || (counts.get(other) ?? 0) - (counts.get(kind) ?? 0) || byName.compare(kind, other);
  };
}

/** The tiles that are wanted, in their order; those that are level stand by name. */
export function arranged(wall: Wall, order: Order, search: string, onlyStuck: boolean): Tile[] {
  const wanted = search.trim().toLowerCase();
  const progress = (tile: Tile) => progressOf(tile, wall.curves.get(tile.member));
  const compare: Record<Order, (a: Tile, b: Tile) => number> = {
    name: () => 0,
    progress: (a, b) => progress(b) - progress(a),
    result: byResult(countKinds(wall.tiles.values())),
  };
  return [...wall.tiles.values()]
    .filter((tile) => tile.nickname.toLowerCase().includes(wanted) && (tile.stuck !== null || !onlyStuck))
    .sort((a, b) => compare[order](a, b) || byName.compare(a.nickname, b.nickname));
}

/** How long somebody has been stuck: "4 min". */
export function stuckText(since: string, now: number): string {
  return `${Math.max(3, Math.floor((now - Date.parse(since)) / 60_000))} min`;
}
