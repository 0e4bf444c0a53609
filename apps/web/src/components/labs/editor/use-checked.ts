'use client'

import type { LabSpec } from '@berth/lab'
import type { LabProblemView } from '@berth/protocol'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTenant } from '../../../session/use-tenant.ts'
import { useTRPC } from '../../../trpc/provider.tsx'

const PAUSE_MS = 400

type Checked = {
  readonly problems: readonly LabProblemView[]
  /** of the last state that was right */
  readonly lab: LabSpec | null
}

/** What is wrong with the files as they are typed, and what they make. */
export function useChecked(files: Readonly<Record<string, string>>): Checked {
  const tenant = useTenant()
  const [checked, setChecked] = useState<Checked>({ problems: [], lab: null })
  const { mutate } = useMutation(
    useTRPC().labs.validate.mutationOptions({
      onSuccess: ({ problems, lab }) => setChecked((was) => ({ problems, lab: lab ?? was.lab })),
    }),
  )
  useEffect(() => {
    const timer = setTimeout(() => mutate({ tenant, files: { ...files } }), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [tenant, files, mutate])
  return checked
}
