import { create } from "zustand";

/** Why the last wire was refused, and where on the screen to say so. */
export const useRefusal = create<{ message: string; x: number; y: number } | Record<string, never>>(() => ({}));

let timer: ReturnType<typeof setTimeout> | undefined;

/** Says at the pointer why a wire cannot be, for as long as it takes to read. */
export function refuseAt(message: string, x: number, y: number): void {
  clearTimeout(timer);
  useRefusal.setState({ message, x, y }, true);
  timer = setTimeout(() => useRefusal.setState({}, true), 3_000 + 40 * message.length);
}

export function clearRefusal(): void {
  clearTimeout(timer);
  useRefusal.setState({}, true);
}
