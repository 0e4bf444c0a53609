/** Whose secrets they are: one app's, or those that the apps of a project share. */
export type SecretOwner = { readonly appId: string } | { readonly projectId: string }
