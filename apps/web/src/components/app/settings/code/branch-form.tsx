'use client'

import { Button } from '@berth/ui/button.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { useTRPC } from '../../../../trpc/provider.tsx'
import { ErrorCallout } from '../../../error-callout.tsx'
import { useAppName } from '../../use-app.ts'

/** The branch that is deployed, by a push here and at a provider alike. */
export function BranchForm({ branch }: { branch: string }) {
  const t = useTranslations('code')
  const name = useAppName()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [text, setText] = useState(branch)
  const change = useMutation(
    trpc.git.setBranch.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.git.pathKey() })
        await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
      },
    }),
  )
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    change.mutate({ ...name, branch: text })
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-1 gap-3">
      <Field label={t('branch')} hint={t('branchHint')} className="max-w-sm">
        <Input
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value.trim())}
        />
      </Field>
      {change.error ? <ErrorCallout error={change.error} /> : null}
      <div>
        <Button type="submit" size="sm" busy={change.isPending} disabled={text === '' || text === branch}>
          {t('changeBranch')}
        </Button>
      </div>
    </form>
  )
}
