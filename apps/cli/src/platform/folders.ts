import { chmod, chown, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { ensureBindMount } from './bind-mount.ts'
import type { Paths } from './paths.ts'
import type { PlatformUser, UserIds } from './users.ts'

type Folder = { readonly path: string; readonly owner: PlatformUser | 'root'; readonly mode: number }

/** What root writes for the door belongs to the group too (the set-group-id bit), or the door could not read it. */
const SHARED = 0o2750

/** Every folder of the platform with its owner: who writes into it is its owner, the group only passes or reads. */
function folderPlan(paths: Paths): readonly Folder[] {
  const inDir = (name: string) => path.join(paths.dir, name)
  const inRun = (name: string) => path.join(paths.run, name)
  return [
    { path: paths.dir, owner: 'root', mode: 0o711 },
    { path: paths.logs, owner: 'root', mode: 0o700 },
    { path: inDir('postgres'), owner: 'berth-postgres', mode: 0o700 },
    { path: inDir('redis'), owner: 'berth-redis', mode: 0o700 },
    { path: inDir('blobs'), owner: 'berth-control', mode: 0o700 },
    { path: inDir('sources'), owner: 'berth-control', mode: 0o700 },
    { path: inDir('git'), owner: 'berth-control', mode: 0o700 },
    { path: inDir('door'), owner: 'berth-control', mode: SHARED },
    { path: inDir('agent'), owner: 'root', mode: 0o700 },
    { path: paths.run, owner: 'root', mode: 0o755 },
    { path: inRun('pg'), owner: 'berth-postgres', mode: 0o750 },
    { path: inRun('redis'), owner: 'berth-redis', mode: 0o750 },
    { path: inRun('control'), owner: 'berth-control', mode: 0o750 },
    { path: inRun('web'), owner: 'berth-web', mode: 0o750 },
    { path: inRun('door'), owner: 'berth-door', mode: SHARED },
    { path: inRun('resolver'), owner: 'root', mode: 0o750 },
  ]
}

export async function ensureFolders(paths: Paths, users: UserIds): Promise<void> {
  for (const folder of folderPlan(paths)) {
    await mkdir(folder.path, { recursive: true })
    const uid = folder.owner === 'root' ? 0 : users.uid[folder.owner]
    const ownGroup = folder.owner !== 'root' || folder.mode === 0o750
    await chown(folder.path, uid, ownGroup ? users.gid : 0)
    await chmod(folder.path, folder.mode)
  }
  // the clone and the data folder may lie below folders that other users cannot pass
  await ensureBindMount(paths.clone, paths.runApp)
  await ensureBindMount(paths.dir, paths.runData)
}
