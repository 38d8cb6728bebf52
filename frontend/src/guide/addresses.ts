const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** Whether a link in a person's text may lead there: to the web, to mail, or to a page or place of ours. */
export function isSafeAddress(address: string): boolean {
  if (isOwnAddress(address) || address.startsWith("#")) return true;
  const scheme = /^([a-z][a-z0-9+.-]*:)/i.exec(address)?.[1];
  return scheme ? SCHEMES.has(scheme.toLowerCase()) : !address.startsWith("//") && !address.startsWith("\\");
}

/** Whether an address is that of a page of Layerloom: it begins with one slash. */
export function isOwnAddress(address: string): boolean {
  return /^\/(?![/\\])/.test(address);
}
