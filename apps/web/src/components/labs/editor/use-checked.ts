'use client'

import type { Page } from '@berth/lab'
import type { LabProblemView } from '@berth/protocol'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTenant } from '../../../session/use-tenant.ts'
import { useTRPC } from '../../../trpc/provider.tsx'

const PAUSE_MS = 400

type Checked = { readonly problems: readonly LabProblemView[]; readonly pages: readonly Page[] }

/** What is wrong with the files as they are typed, and the pages of the last state that was right. */
export function useChecked(files: Readonly<Record<string, string>>): Checked {
  const tenant = useTenant()
  const [checked, setChecked] = useState<Checked>({ problems: [], pages: [] })
  const { mutate } = useMutation(
    useTRPC().labs.validate.mutationOptions({
      onSuccess: ({ problems, lab }) =>
        setChecked((was) => ({ problems, pages: lab === null ? was.pages : lab.pages })),
    }),
  )
  useEffect(() => {
    const timer = setTimeout(() => mutate({ tenant, files: { ...files } }), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [tenant, files, mutate])
  return checked
}
