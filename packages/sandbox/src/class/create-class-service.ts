import type { Db } from '@berth/db'
import type { ClassOutcome, WallScreen, WallTile } from '@berth/protocol'
import type { SandboxService } from '../service/create-sandbox-service.ts'
import { changeAll, type ClassAct, type InClass } from './change-all.ts'
import { readWall } from './wall.ts'
import { type ReadScreens, type Seen, wallScreens } from './wall-screens.ts'

/** What who teaches sees of a class, and does to all of it. Whoever calls has looked at the rights in the course. */
export type ClassService = {
  wall(courseId: string): Promise<WallTile[]>
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
}

export function createClassService(options: {
  readonly db: Db
  readonly screens: ReadScreens
  readonly sandboxes: Pick<SandboxService, ClassAct>
}): ClassService {
  const { db } = options
  return {
    wall: (courseId) => readWall(db, courseId),
    screens: (course, seen) => wallScreens(options, course, seen),
    all: (at, wanted) => changeAll(options, at, wanted),
  }
}
