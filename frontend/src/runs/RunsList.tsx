export function RunsList(_: { networkId: string }) {
  return null;
}
