/** The wish to make a network one's own, kept while one signs in: whoever comes back signed in gets the copy. */
const KEY = "layerloom:mine";

export function wishFor(network: string): void {
  localStorage.setItem(KEY, network);
}

/** Whether this network was wished for; the wish is over then. */
export function takeWish(network: string): boolean {
  if (localStorage.getItem(KEY) !== network) return false;
  localStorage.removeItem(KEY);
  return true;
}
