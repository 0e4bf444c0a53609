import { join } from 'node:path'
import { filePathsOf } from '../plan/compile-spec.ts'
import type { Operation, Plan } from '../plan/operation.ts'
import type { SavedRun } from './container-folder.ts'
import { withoutSecrets } from './without-secrets.ts'

/** Makes the folder, and that of the log. */
export function placePlan(folder: string): Plan {
  return [
    { op: 'ensureDir', path: folder, mode: 0o700 },
    { op: 'ensureDir', path: join(folder, 'log'), mode: 0o700 },
  ]
}

/** Writes what has to be known of a run before there is one, and the files that are bound into it. */
export function folderPlan(folder: string, run: SavedRun): Plan {
  const paths = filePathsOf(folder, run.request)
  return [
    { op: 'saveRecord', path: join(folder, 'request.json'), data: JSON.stringify(withoutSecrets(run)) },
    { op: 'ensureDir', path: join(folder, 'files'), mode: 0o700 },
    ...run.request.files.map(
      ({ content }, i): Operation => ({
        op: 'saveFile',
        path: paths[i] ?? '',
        data: content,
        mode: 0o644,
      }),
    ),
  ]
}
