/** What berth-init says beside the error number: native/container.h. */
export const FAILURE_DETAIL = {
  noUser: 1,
  noGroup: 2,
  noInterpreter: 3,
  otherArchitecture: 4,
  outsideRoot: 5,
  hookStatus: 6,
} as const
