/** A number, null where it was not finite, undefined where nothing was reported. */
export type Value = number | null | undefined;

export interface Row {
  step: number;
  epoch: number;
  at: number;
  logs: Record<string, number | null>;
}

/** Rows of one kind of event as columns, ordered by step, each step held once. */
export class Columns {
  readonly step: number[] = [];
  readonly epoch: number[] = [];
  readonly at: number[] = [];
  readonly values = new Map<string, Value[]>();

  get length(): number {
    return this.step.length;
  }

  /** Takes a row in; false when its step was there already. */
  add(row: Row): boolean {
    const place = this.#placeOf(row.step);
    if (this.step[place] === row.step) {
      return false;
    }
    this.#openColumns(row.logs);
    insert(this.step, place, row.step);
    insert(this.epoch, place, row.epoch);
    insert(this.at, place, row.at);
    for (const [name, column] of this.values) {
      insert(column, place, row.logs[name]);
    }
    return true;
  }

  /** The newest value of every column that has one. */
  last(): Record<string, number | null> {
    const found: Record<string, number | null> = {};
    for (const [name, column] of this.values) {
      const value = column.at(-1);
      if (value !== undefined) {
        found[name] = value;
      }
    }
    return found;
  }

  /** The first place whose step is not below `step`; almost always the end, since rows come in order. */
  #placeOf(step: number): number {
    let high = this.step.length;
    if (high === 0 || (this.step[high - 1] as number) < step) {
      return high;
    }
    let low = 0;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.step[middle] as number) < step) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  #openColumns(logs: Record<string, number | null>): void {
    for (const name of Object.keys(logs)) {
      if (!this.values.has(name)) {
        this.values.set(name, new Array<Value>(this.step.length).fill(undefined));
      }
    }
  }
}

function insert<T>(list: T[], place: number, value: T): void {
  if (place === list.length) {
    list.push(value);
  } else {
    list.splice(place, 0, value);
  }
}
