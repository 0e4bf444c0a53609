'use client'

import { useRef, useState } from 'react'
import type { PickedSource } from './picked-source.ts'
import type { PreparedSource } from './prepare/prepare-source.ts'
import type { SourceProblem } from './prepare/source-problem.ts'

export type ChosenSource =
  | { readonly state: 'none' | 'reading' }
  | { readonly state: 'ready'; readonly source: PreparedSource }
  | { readonly state: 'problem'; readonly reason: SourceProblem['reason'] | 'unreadable' }

/** What was chosen last; its reading and planning come with code of their own, when something is chosen. */
export function useSource() {
  const [chosen, setChosen] = useState<ChosenSource>({ state: 'none' })
  const latest = useRef<PickedSource | null>(null)
  const pick = (picked: PickedSource) => {
    latest.current = picked
    setChosen({ state: 'reading' })
    void readPicked(picked).then((read) => {
      if (latest.current === picked) setChosen(read)
    })
  }
  return { chosen, pick }
}

/** Never fails: what goes wrong is what it gives. */
async function readPicked(picked: PickedSource): Promise<ChosenSource> {
  try {
    const { prepareSource } = await import('./prepare/prepare-source.ts')
    return { state: 'ready', source: await prepareSource(picked) }
  } catch (error) {
    return { state: 'problem', reason: reasonOf(error) }
  }
}

function reasonOf(error: unknown): Extract<ChosenSource, { state: 'problem' }>['reason'] {
  return error instanceof Error && 'reason' in error ? (error as SourceProblem).reason : 'unreadable'
}
