/** One number for each direction of each connection: what is kept by direction is found by it. */
export const directionKey = (stream: number, fromClient: boolean): number =>
  2 * stream + (fromClient ? 1 : 0);
