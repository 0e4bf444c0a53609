'use client'

import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { signInAsGuest } from '../../session/sign-in.ts'
import { DoorForm } from '../door/door-form.tsx'
import { SignInFailure } from '../door/sign-in-failure.tsx'
import { keepReturn } from './return-memory.ts'

/** A guest's own link. It asks for a click: who looks ahead at links signs nobody in. */
export function ComeBack({ token }: { token: string }) {
  const t = useTranslations('join')
  const enter = useMutation({
    mutationFn: () => signInAsGuest(token),
    onSuccess: (result) => {
      if (!result.ok) return
      keepReturn(token)
      location.assign('/learn')
    },
  })
  const refused = enter.data?.ok === false ? enter.data.reason : null
  return (
    <DoorForm
      title={t('back')}
      hint={t('backHint')}
      action={t('goOn')}
      busy={enter.isPending || enter.data?.ok === true}
      onSubmit={() => enter.mutate()}
      failure={<SignInFailure refused={refused} error={enter.error} />}
    >
      {null}
    </DoorForm>
  )
}
