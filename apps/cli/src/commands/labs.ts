import path from 'node:path'
import { BerthError } from '@berth/core'
import { type LabProblem, readLab } from '@berth/lab'
import type { LabVersionView } from '@berth/protocol'
import { given } from '../arguments/given.ts'
import { readTextFolder } from '../files/read-text-folder.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { askLine } from '../terminal/ask-line.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

export async function listLabs(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const list = await session.api.labs.list.query({ tenant: await session.tenant() })
  if (options.json) return printJson(list)
  if (list.length === 0) return say('there are no labs: berth labs init DIR and berth labs push DIR make one')
  printResult(
    formatTable([
      ['NAME', 'TITLE', 'VERSION', 'STATE', 'COURSES', 'SAVED'],
      ...list.map(({ name, title, version, courses }) => [
        ...[name, title, String(version.number), version.state],
        ...[courses.join(', ') || '-', sayWhen(version.createdAt)],
      ]),
    ]),
  )
}

/** What is wrong with a folder, without a platform. Exits with 1 if anything is. */
export async function validateLab(folder: string, options: SessionOptions): Promise<void> {
  const read = readLab(await readTextFolder(folder))
  const problems = read.kind === 'ok' ? [] : read.problems
  if (options.json) printJson({ problems })
  else if (read.kind === 'ok') say(`${folder}: "${read.spec.title}" is right`)
  else tell(problems)
  if (problems.length > 0) process.exitCode = 1
}

/** Makes a version of a folder; the lab is called as the folder, unless it is named. */
export async function pushLab(
  folder: string,
  options: SessionOptions & { readonly name?: string },
): Promise<void> {
  const files = await readTextFolder(folder)
  const read = readLab(files)
  if (read.kind === 'wrong') {
    tell(read.problems)
    throw new BerthError('lab.invalid', `${folder} was not pushed`)
  }
  const session = await openSession(options)
  const name = options.name ?? path.basename(path.resolve(folder))
  const lab = await session.api.labs.save.mutate({ tenant: await session.tenant(), name, files })
  if (options.json) return printJson(lab)
  say(`${name}: ${versionText(lab.version)}`)
  say(`try it: ${session.url}/t/${await session.tenant()}/labs/${name}`)
}

export async function fetchLab(
  name: string,
  url: string | undefined,
  options: SessionOptions & { readonly branch?: string; readonly directory?: string },
): Promise<void> {
  const session = await openSession(options)
  const { branch, directory } = options
  const asked = { tenant: await session.tenant(), name, ...given({ url, branch, directory }) }
  const lab = await session.api.labs.fetch.mutate(asked)
  if (options.json) return printJson(lab)
  say(`${name}: ${versionText(lab.version)}`)
}

export async function showLab(name: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const ask = { tenant: await session.tenant(), name }
  const [lab, versions] = await Promise.all([
    session.api.labs.get.query(ask),
    session.api.labs.versions.query(ask),
  ])
  if (options.json) return printJson({ ...lab, versions })
  const { title, courses, sandboxes, remote } = lab
  printResult(
    formatTable([
      ['NAME', name],
      ['TITLE', title],
      ['FROM', remote ? `${remote.url} (${remote.branch})` : 'written here'],
      ['COURSES', courses.join(', ') || '-'],
      ['SANDBOXES', String(sandboxes)],
    ]),
  )
  for (const version of versions) printResult(`${versionText(version)} (${sayWhen(version.createdAt)})`)
}

/** Asks for the name, unless it was said before. */
export async function deleteLab(
  name: string,
  options: SessionOptions & { readonly yes?: boolean },
): Promise<void> {
  const session = await openSession(options)
  if (!options.yes) {
    const question = `This deletes the lab ${name} with all its versions. Its name, to go on: `
    if ((await askLine(question, { orElse: 'confirm with --yes' })) !== name)
      throw new BerthError('input.invalid', `${name} was not deleted`)
  }
  await session.api.labs.delete.mutate({ tenant: await session.tenant(), name })
  if (options.json) return printJson({ name, state: 'deleted' })
  say(`lab ${name} is deleted`)
}

function versionText({ number, state, failure, commit }: LabVersionView): string {
  const from = commit === null ? '' : ` of ${commit.slice(0, 8)}`
  return `version ${number}${from} is ${state}${failure === null ? '' : `: ${failure}`}`
}

function tell(problems: readonly LabProblem[]): void {
  for (const { file, line, column, message } of problems) say(`${file}:${line}:${column}: ${message}`)
}
