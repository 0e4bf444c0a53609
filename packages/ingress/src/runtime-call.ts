/** One call of the admin socket, and what its answer must contain (`''`: must be empty). */
export type RuntimeCall = { readonly command: string; readonly expect: RegExp }
