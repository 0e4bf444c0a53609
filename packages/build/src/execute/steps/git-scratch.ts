import { createHash } from 'node:crypto'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new folder that a build's own user may pass, as it may not the agent's own; whoever asks removes it. */
export async function makeGitScratch(builderDir: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefixOf(builderDir)))
  await chmod(folder, 0o711)
  return folder
}

/** What a killed agent left of them. */
export async function sweepGitScratch(builderDir: string): Promise<void> {
  const left = (await readdir(tmpdir())).filter((name) => name.startsWith(prefixOf(builderDir)))
  for (const name of left) await rm(join(tmpdir(), name), { recursive: true, force: true })
}

/** Another builder of the machine has another one. */
function prefixOf(builderDir: string): string {
  return `berth-git-${createHash('sha256').update(builderDir).digest('hex').slice(0, 16)}-`
}
