import { type Clock, systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import type {
  BroadcastView,
  BroadcastWhole,
  ClassMessageView,
  ClassOutcome,
  CourseFilesView,
  MessageView,
  WallScreen,
  WallTile,
} from '@berth/protocol'
import { readCourseFiles } from '../queue/read-quota.ts'
import type { SandboxService } from '../service/create-sandbox-service.ts'
import { listBroadcasts, readBroadcast } from './broadcast/read-broadcasts.ts'
import { type Broadcasting, sendBroadcast } from './broadcast/send-broadcast.ts'
import { type Settling, settleBroadcast } from './broadcast/settle-broadcast.ts'
import { changeAll, type ClassAct, type InClass } from './change-all.ts'
import { markRead, unreadMessages } from './message/read-messages.ts'
import { listMessages, sendMessage } from './message/send-message.ts'
import { readWall } from './wall.ts'
import { type ReadScreens, type Seen, wallScreens } from './wall-screens.ts'

/** What who teaches sees of a class, and does to all of it. Whoever calls has looked at the rights in the course. */
export type ClassService = {
  wall(courseId: string): Promise<WallTile[]>
  /** what its sandboxes keep while they rest, and what is left of the tenant's disk */
  files(course: { readonly id: string; readonly tenantId: string }): Promise<CourseFilesView>
  /** only what changed. Error: protocol.disconnected */
  screens(
    course: { readonly id: string; readonly tenantId: string },
    seen: readonly Seen[],
  ): Promise<WallScreen[]>
  /** What became of each. Audited. */
  all(
    at: InClass,
    wanted: { readonly act: ClassAct; readonly ids: readonly string[] },
  ): Promise<ClassOutcome[]>
  /** To how many. Audited. */
  sendMessage(
    at: InClass,
    message: { readonly text: string; readonly ids: readonly string[] },
  ): Promise<{ count: number }>
  /** newest first */
  messages(courseId: string): Promise<ClassMessageView[]>
  /** A file or a command, to how many. Audited. Error: sandbox.too_often */
  send(at: InClass, wanted: Broadcasting): Promise<{ id: string; count: number }>
  /** files and commands, newest first */
  sent(courseId: string): Promise<BroadcastView[]>
  /** what became of each. Error: course.broadcast_not_found */
  broadcast(courseId: string, id: string): Promise<BroadcastWhole>
  /** Error: course.broadcast_not_found */
  settle(at: InClass, wanted: { readonly id: string; readonly how: Settling }): Promise<{ count: number }>
  /** of one student */
  unread(sandboxId: string): Promise<MessageView[]>
  markRead(sandboxId: string, messageId: string): Promise<void>
}

export function createClassService(options: {
  readonly db: Db
  readonly screens: ReadScreens
  readonly sandboxes: Pick<SandboxService, ClassAct>
  readonly clock?: Clock
}): ClassService {
  const { db, clock = systemClock } = options
  return {
    wall: (courseId) => readWall(db, courseId),
    files: ({ id: courseId, tenantId }) => readCourseFiles(db, { tenantId, courseId }),
    screens: (course, seen) => wallScreens(options, course, seen),
    all: (at, wanted) => changeAll(options, at, wanted),
    sendMessage: (at, message) => sendMessage(db, at, message),
    messages: (courseId) => listMessages(db, courseId),
    send: (at, wanted) => sendBroadcast(db, at, wanted, clock.now()),
    sent: (courseId) => listBroadcasts(db, courseId),
    broadcast: (courseId, id) => readBroadcast(db, courseId, id),
    settle: (at, wanted) => settleBroadcast(db, at, wanted, clock.now()),
    unread: (sandboxId) => unreadMessages(db, sandboxId),
    markRead: (sandboxId, messageId) => markRead(db, sandboxId, messageId, clock.now()),
  }
}
