import type { DeployView, VolumeView } from '@berth/protocol'
import { attachVolume, detachVolume } from '../change-release.ts'
import type { DeployContext } from '../context.ts'
import type { AppTarget, Caller } from '../requests.ts'
import {
  deleteSnapshot,
  deleteVolume,
  newVolume,
  resizeVolume,
  restoreVolume,
  scheduleSnapshots,
  snapshotVolume,
  undeleteVolume,
} from './change-volume.ts'
import { findVolume, type VolumeTarget } from './find-volume.ts'
import type { MountWish } from './mount-wish.ts'
import type { Every } from './schedule/next-due.ts'
import { listVolumes, readVolume } from './volume-queries.ts'

/** Everything that one does with volumes. Errors of all: volume.not_found, db.unavailable. */
export type VolumeService = {
  list(request: Caller & { app?: string | undefined }): Promise<VolumeView[]>
  get(target: VolumeTarget): Promise<VolumeView>
  create(
    request: Caller & { name: string; bytes?: number | undefined; shared?: boolean | undefined },
  ): Promise<VolumeView>
  resize(target: VolumeTarget & { bytes: number }): Promise<VolumeView>
  /** a release of the app with the volume in it; one that is not there is made */
  attach(target: AppTarget & { mount: MountWish }): Promise<DeployView>
  /** a release of the app without it */
  detach(target: AppTarget & { volume: string }): Promise<DeployView>
  snapshot(target: VolumeTarget): Promise<VolumeView>
  /** snapshots by themselves, of which the newest `keep` stay */
  schedule(target: VolumeTarget & { every: Every | null; keep: number }): Promise<VolumeView>
  restore(target: VolumeTarget & { snapshot: number }): Promise<VolumeView>
  deleteSnapshot(target: VolumeTarget & { snapshot: number }): Promise<VolumeView>
  delete(target: VolumeTarget): Promise<VolumeView>
  undelete(target: VolumeTarget): Promise<VolumeView>
}

export function createVolumeService(context: DeployContext): VolumeService {
  const { db, clock } = context
  return {
    list: ({ tenant, app }) => listVolumes(db, { tenantId: tenant.id, app, now: clock.now() }),
    get: async (target) => readVolume(db, target.tenant.id, (await findVolume(db, target)).id),
    create: (request) => newVolume(context, request),
    resize: (target) => resizeVolume(context, target),
    attach: (target) => attachVolume(context, target),
    detach: (target) => detachVolume(context, target),
    schedule: (target) => scheduleSnapshots(context, target),
    snapshot: (target) => snapshotVolume(context, target),
    restore: (target) => restoreVolume(context, target),
    deleteSnapshot: (target) => deleteSnapshot(context, target),
    delete: (target) => deleteVolume(context, target),
    undelete: (target) => undeleteVolume(context, target),
  }
}
