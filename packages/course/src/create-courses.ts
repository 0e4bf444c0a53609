import { type Clock, type CoursePart, systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import { type CourseAsk, courseAccess } from './access/course-access.ts'
import type { InCourse } from './course-caller.ts'
import type { CourseFields } from './courses/course-fields.ts'
import { listCourses, readCourse } from './courses/read-courses.ts'
import {
  archiveCourse,
  changeCourse,
  createCourse,
  type NewCourse,
  restoreCourse,
} from './courses/write-course.ts'
import { describeWayIn, invitedEmail, type SignUpMode } from './join/describe-way-in.ts'
import { findGuest } from './guests/find-guest.ts'
import { type GuestAsk, joinAsGuest } from './guests/join-as-guest.ts'
import { createInvite, listInvites, revokeInvite } from './join/invites.ts'
import { type Joiner, joinCourse } from './join/join-course.ts'
import {
  addCourseLab,
  changeCourseLab,
  listCourseLabs,
  listLabChoices,
  orderCourseLabs,
  removeCourseLab,
} from './labs/course-labs.ts'
import type { CourseLabFields } from './labs/lab-fields.ts'
import { readMyCourses } from './learn/my-courses.ts'
import { addMember, changeMember, removeMember, restoreMember } from './members/change-members.ts'
import { type InviteAsk, inviteMembers } from './mail/invite-members.ts'
import { mailOwnLink } from './mail/mail-own-link.ts'
import { type CourseMailer, sendWaiting } from './mail/send-invitations.ts'
import { endLink } from './members/end-link.ts'
import type { MemberFields } from './members/member-fields.ts'
import { listMembers } from './members/member-view.ts'
import { readResults } from './results/read-results.ts'
import { readClassTries, readTries } from './results/read-tries.ts'
import { importRoster, previewRoster } from './roster/import-roster.ts'

export type CoursesOptions = {
  readonly db: Db
  /** public address of the platform, without a slash at the end */
  readonly url: string
  readonly mailer: CourseMailer | undefined
  readonly clock?: Clock
}

export type Courses = ReturnType<typeof createCourses>

/** All use-cases around courses. What takes an `InCourse` trusts it: `access` gives it to who may. */
export function createCourses({ db, url, mailer, clock = systemClock }: CoursesOptions) {
  const deps = () => ({ db, url, mailer, now: clock.now() })
  return {
    access: (ask: CourseAsk) => courseAccess(db, ask),
    list: (tenantId: string) => listCourses(db, tenantId),
    read: (id: string, part: CoursePart) => readCourse(db, id, part),
    create: (wanted: NewCourse) => createCourse(db, wanted, clock.now()),
    change: (at: InCourse, change: Partial<CourseFields>) => changeCourse(db, at, change),
    archive: (at: InCourse) => archiveCourse(db, at, clock.now()),
    restore: (at: InCourse) => restoreCourse(db, at),
    /** Those that a person is in. */
    mine: (reader: { userId: string; language: string }) => readMyCourses(db, reader, clock.now()),
    members: {
      list: (courseId: string) => listMembers(db, courseId),
      add: (at: InCourse, wanted: MemberFields & { email: string }) => addMember(db, at, wanted),
      change: (at: InCourse, id: string, change: Partial<MemberFields>) => changeMember(db, at, id, change),
      remove: (at: InCourse, ask: { member: string; newCode: boolean }) =>
        removeMember(db, at, ask, clock.now()),
      endLink: (at: InCourse, id: string) => endLink(db, at, id, clock.now()),
      restore: (at: InCourse, id: string) => restoreMember(db, at, id),
      invite: (at: InCourse, ask: InviteAsk) => inviteMembers(deps(), at, ask),
    },
    roster: {
      preview: (at: InCourse, csv: string) => previewRoster(db, at, csv),
      take: (at: InCourse, csv: string) => importRoster(db, at, csv),
    },
    invites: {
      list: (at: InCourse) => listInvites(db, at, url, clock.now()),
      create: (at: InCourse, wanted: { expiresAt: Date | null; limit: number | null }) =>
        createInvite(deps(), at, wanted),
      revoke: (at: InCourse, id: string) => revokeInvite(db, at, id, clock.now()),
    },
    labs: {
      list: (courseId: string) => listCourseLabs(db, courseId),
      choices: (at: InCourse) => listLabChoices(db, at),
      add: (at: InCourse, labId: string) => addCourseLab(db, at, labId),
      change: (at: InCourse, id: string, change: Partial<CourseLabFields>) =>
        changeCourseLab(db, at, id, change),
      remove: (at: InCourse, id: string) => removeCourseLab(db, at, id),
      order: (at: InCourse, ids: readonly string[]) => orderCourseLabs(db, at, ids),
    },
    results: (at: InCourse) => readResults(db, at),
    /** of one student in one lab */
    tries: (at: InCourse, ask: { member: string; lab: string }) => readTries(db, at, ask),
    /** of everybody */
    classTries: (at: InCourse) => readClassTries(db, at),
    join: {
      /** `remembered`: a guest's way back that the browser knows. */
      describe: (text: string, ask: { signUp: SignUpMode; remembered: string | null }) =>
        describeWayIn(deps(), text, ask),
      enter: (text: string, joiner: Joiner) => joinCourse(deps(), text, joiner),
      asGuest: (text: string, ask: GuestAsk) => joinAsGuest(deps(), text, ask),
      mailOwnLink: (text: string, email: string) => mailOwnLink(deps(), text, email),
    },
    /** Mails invitations that waited for their tenant's share. */
    mailWaiting: async () => {
      if (mailer !== undefined) await sendWaiting({ ...deps(), mailer })
    },
    /** What `auth` asks of those who come through a link of a course. */
    doors: {
      findGuest: (token: string) => findGuest(db, token, clock.now()),
      invitedEmail: (token: string) => invitedEmail(deps(), token),
    },
  }
}
