/** The runtime-spec that is implemented. */
export const SPEC_VERSION = '1.2.1'

/** As `runc --version` says it: tools take the first line for a name and a version. */
export function versionText(): string {
  return `berth-runtime version 0.1.0\nspec: ${SPEC_VERSION}\n`
}
