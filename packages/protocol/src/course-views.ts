import type { CoursePart } from '@berth/core'

export type CourseView = {
  id: string
  /** unique in its tenant */
  name: string
  title: string
  /** Markdown */
  description: string
  startsAt: Date | null
  endsAt: Date | null
  archivedAt: Date | null
  /** who has no account may join by a name alone */
  guests: boolean
  /** sandboxes of all its labs that run at once */
  maximum: number
  /** sandboxes of one student that run at once */
  perStudent: number
  createdBy: string
  createdAt: Date
  /** of who asks; whoever manages the tenant's courses teaches in all of them */
  part: CoursePart
  students: number
  labs: number
  /** sandboxes that run or wait now */
  running: number
  /** sandboxes that are frozen */
  paused: number
}

export type CourseMemberView = {
  id: string
  name: string
  /** null: a guest */
  email: string | null
  part: CoursePart
  group: string | null
  externalId: string | null
  invitedAt: Date | null
  /** null: has not come yet */
  joinedAt: Date | null
  removedAt: Date | null
  /** an invitation is mailed as soon as the tenant's share allows */
  mailWaits: boolean
  /** has a personal link that leads in */
  hasLink: boolean
}

export type CourseInviteView = {
  id: string
  /** with hyphens, as it is read out */
  code: string
  link: string
  expiresAt: Date | null
  limit: number | null
  used: number
  createdBy: string
  createdAt: Date
}

/** A person's own way in. `link` is shown once, here; null: nothing was made, or is made when its mail goes. */
export type PersonalInviteView = {
  member: string
  email: string
  link: string | null
  /** queued: goes when the tenant's share of the hour allows; recent: was mailed within a day, and is not again */
  mail: 'sent' | 'queued' | 'recent' | 'none'
  mailedAt: Date | null
}

export type CourseLabView = {
  /** of the lab in this course */
  id: string
  labId: string
  name: string
  title: string
  opensAt: Date | null
  closesAt: Date | null
  startAllAt: Date | null
  startedAllAt: Date | null
  /** sandboxes that are kept ready: always, and from `warmFrom` to `warmUntil` */
  reserved: number
  initial: number
  warmFrom: Date | null
  warmUntil: Date | null
  capacity: number | null
  /** newest version that can be started; null: none yet */
  version: number | null
  running: number
  /** sandboxes that are frozen */
  paused: number
}

export type RosterLine = {
  /** in the file, from 1 */
  line: number
  name: string
  email: string
  group: string | null
  externalId: string | null
  /** what taking it would do */
  change: 'new' | 'changed' | 'same'
}

/** `kind`: one of a few, for a sentence in the reader's language. */
export type RosterProblem = {
  line: number
  /** which field of the line it is about, from 1; null: the whole line */
  column: number | null
  kind:
    | 'csv'
    | 'no-email-column'
    | 'too-many'
    | 'no-email'
    | 'bad-email'
    | 'twice'
    | 'too-long'
    | 'removed'
    | 'teaches'
  value: string
}

export type RosterPreview = { lines: RosterLine[]; problems: RosterProblem[] }

/** What a link leads to, for whoever opens it. */
export type JoinView = {
  title: string
  /** a personal invitation: its e-mail, and whether an account has it */
  personal: { email: string; hasAccount: boolean } | null
  guests: boolean
  /** the name of the guest that this browser was before */
  before: string | null
  /** whether who has no account can make one here */
  signUp: boolean
}

/** A lab as its student sees it. */
export type MyLabView = {
  id: string
  title: string
  description: string
  state: 'soon' | 'open' | 'closed'
  opensAt: Date | null
  closesAt: Date | null
  /** the one to go on with */
  sandbox: { id: string; state: string; expiresAt: Date | null } | null
  passed: number
  checks: number
}

export type MyCourseView = {
  id: string
  title: string
  description: string
  part: CoursePart
  startsAt: Date | null
  endsAt: Date | null
  over: boolean
  labs: MyLabView[]
}

export type CheckState = {
  name: string
  title: string
  points: number
  passed: boolean | null
  message: string
  at: Date | null
}

/** One student in one lab: the newest result of each check. */
export type LabResult = { lab: string; points: number; checks: CheckState[] }

/** One look of a check at a student's lab. */
export type TryView = {
  id: string
  name: string
  title: string
  passed: boolean
  /** what the student was told */
  message: string
  /** the last lines that the check printed */
  output: string
  by: string
  at: Date
}

export type ResultsView = {
  /** `id` of the lab in the course */
  labs: { id: string; title: string; points: number }[]
  students: { member: CourseMemberView; labs: LabResult[]; points: number }[]
}
