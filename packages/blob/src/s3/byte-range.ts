/** Both ends included, as in HTTP. */
export type ByteRange = { readonly start: number; readonly end: number }
