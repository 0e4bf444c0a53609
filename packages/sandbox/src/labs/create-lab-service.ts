import { type Clock, systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import type { LabFiles, LabReading } from '@berth/lab'
import type { LabDetailView, LabExampleView, LabVersionView, LabView } from '@berth/protocol'
import { deleteLab } from './delete-lab.ts'
import { listExamples, readExample } from './examples/read-examples.ts'
import { type FetchLab, fetchLab } from './fetch-lab.ts'
import { listLabs, listVersions, readLabDetail } from './lab-queries.ts'
import type { Caller, FetchFolder, ReadFiles, ResolveImage } from './ports.ts'
import { type SaveLab, saveLab } from './save-lab.ts'

type Ask = Caller & { readonly name: string }

/** Everything that one does with labs. Errors of all: lab.not_found, db.unavailable. */
export type LabService = {
  list(caller: Caller): Promise<LabView[]>
  /** with the files of the newest version, or of that number. Error: lab.version_not_found */
  get(ask: Ask & { readonly version?: number | undefined }): Promise<LabDetailView>
  versions(ask: Ask): Promise<LabVersionView[]>
  /** What is wrong with files that are being written, and what they make. Errors: lab.too_slow, lab.reading_too_much. */
  validate(caller: Caller, files: LabFiles): Promise<LabReading>
  /** Errors: name.*, lab.invalid, lab.name_taken, lab.too_many. */
  save(ask: Omit<SaveLab, 'remote'>): Promise<LabDetailView>
  /** Takes minutes. Errors: those of `save`, git.*, outbound.unreachable, input.invalid. */
  fetch(ask: FetchLab): Promise<LabDetailView>
  /** Error: lab.in_use. */
  delete(ask: Ask): Promise<void>
  examples(language: string): Promise<LabExampleView[]>
  /** Its own name, unless another is given. Errors: lab.name_taken, lab.invalid (its images are not here). */
  addExample(
    ask: Caller & { readonly example: string; readonly name?: string | undefined },
  ): Promise<LabDetailView>
}

export function createLabService(options: {
  readonly db: Db
  readonly resolve: ResolveImage
  readonly read: ReadFiles
  readonly fetch: FetchFolder
  /** folder of the labs that ship */
  readonly examples: string
  readonly clock?: Clock
}): LabService {
  const { db, examples, clock = systemClock } = options
  const get = ({ tenant, name, version }: Ask & { readonly version?: number | undefined }) =>
    readLabDetail(db, tenant.id, { name, version })
  return {
    list: ({ tenant }) => listLabs(db, tenant.id),
    get,
    versions: ({ tenant, name }) => listVersions(db, tenant.id, name),
    validate: ({ tenant }, files) => options.read(tenant.id, files),
    async save(ask) {
      await saveLab(options, ask)
      return get(ask)
    },
    async fetch(ask) {
      await fetchLab(options, ask)
      return get(ask)
    },
    delete: (ask) => deleteLab({ db, now: clock.now() }, ask),
    examples: (language) => listExamples(examples, language),
    async addExample({ example, name = example, ...caller }) {
      const files = await readExample(examples, example)
      await saveLab(options, { ...caller, name, files, isNew: true })
      return get({ ...caller, name })
    },
  }
}
