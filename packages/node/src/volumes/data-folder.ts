/** What a volume holds lies in a folder of its own, so that notes of ours beside it are never seen from inside. */
export const DATA = 'data'
