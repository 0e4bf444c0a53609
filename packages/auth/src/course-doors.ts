/** What courses tell about those who come through a link of theirs; the courses are another package's. */
export type CourseDoors = {
  /** Id of the guest whose personal link this is; undefined when it leads nowhere any more. */
  findGuest(token: string): Promise<string | undefined>
  /** The e-mail that an open personal invitation to a course was made for. */
  invitedEmail(token: string): Promise<string | undefined>
}

/** For a process without courses. */
export const NO_COURSES: CourseDoors = {
  findGuest: async () => undefined,
  invitedEmail: async () => undefined,
}
