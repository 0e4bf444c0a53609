'use client'

import { Button } from '@berth/ui/button.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { signInAsGuest } from '../../session/sign-in.ts'
import { useTRPCClient } from '../../trpc/provider.tsx'
import { DoorForm } from '../door/door-form.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { keepReturn } from './return-memory.ts'

/** A name, and one is in. A browser that was here as a guest goes on as that guest, unless it is somebody else. */
export function JoinAsGuest({ code, before }: { code: string; before: string | null }) {
  const [another, setAnother] = useState(false)
  if (before === null || another) return <NewGuest code={code} another={another} />
  return <GuestOfBefore code={code} name={before} onAnother={() => setAnother(true)} />
}

/** The link to come back by is kept in this browser, and shown in the class. */
function useEnter(code: string) {
  const client = useTRPCClient()
  return useMutation({
    mutationFn: async (who: { name: string; another: boolean }) => {
      const { token } = await client.join.asGuest.mutate({ code, ...who })
      keepReturn(token)
      await signInAsGuest(token)
    },
    onSuccess: () => location.assign('/learn'),
  })
}

function GuestOfBefore(props: { code: string; name: string; onAnother: () => void }) {
  const t = useTranslations('join')
  const { name } = props
  const enter = useEnter(props.code)
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="text-sm [overflow-wrap:anywhere]">{t('wasHere', { name })}</p>
      {enter.error ? <ErrorCallout error={enter.error} /> : null}
      <Button
        variant="primary"
        size="lg"
        className="h-auto min-h-10 py-2 whitespace-normal [overflow-wrap:anywhere]"
        busy={enter.isPending || enter.isSuccess}
        onClick={() => enter.mutate({ name, another: false })}
      >
        {t('goOnAs', { name })}
      </Button>
      <Button variant="ghost" onClick={props.onAnother}>
        {t('another')}
      </Button>
    </div>
  )
}

function NewGuest({ code, another }: { code: string; another: boolean }) {
  const t = useTranslations('join')
  const [name, setName] = useState('')
  const enter = useEnter(code)
  return (
    <DoorForm
      below
      title={t('asGuest')}
      hint={t('asGuestHint')}
      action={t('join')}
      busy={enter.isPending || enter.isSuccess}
      onSubmit={() => enter.mutate({ name, another })}
      failure={enter.error ? <ErrorCallout error={enter.error} /> : null}
    >
      <Field label={t('name')}>
        <Input
          required
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the button that was pressed is gone
          autoFocus={another}
          maxLength={100}
          autoComplete="name"
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </Field>
    </DoorForm>
  )
}
