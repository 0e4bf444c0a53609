'use client'

import type { Role } from '@berth/core/role.ts'
import type { MemberView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Select } from '@berth/ui/select.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { UserMinus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../notify.ts'
import { useMe } from '../../session/me-context.ts'
import { useMay } from '../../session/use-may.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useErrorText } from '../../trpc/use-error-text.ts'
import { ConfirmByName } from '../confirm-by-name.tsx'
import { When } from '../when.tsx'
import { useRoles } from './use-roles.ts'

export function MemberRow({ member }: { member: MemberView }) {
  const t = useTranslations('members')
  const role = useTranslations('role')
  const tenant = useTenant()
  const me = useMe()
  const may = useMay()
  const roles = useRoles()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const errorText = useErrorText()
  const [leaving, setLeaving] = useState(false)
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.members.pathKey() })
  const setRole = useMutation(
    trpc.members.setRole.mutationOptions({
      onSuccess: async (_, input) => {
        notify.success(t('roleSet', { email: member.email, role: role(input.role) }))
        await refresh()
      },
      onError: (error) => notify.error(errorText(error).title),
    }),
  )
  const remove = useMutation(
    trpc.members.remove.mutationOptions({
      onSuccess: async () => {
        setLeaving(false)
        await refresh()
      },
    }),
  )
  const { userId } = member
  const mine = userId === me.user.id
  const change = (next: Role) => setRole.mutate({ tenant, userId, role: next })
  const changeable = may('member:manage') && roles.some((one) => one.value === member.role)
  return (
    <Tr>
      <Td>
        <span className="font-medium">{member.name ?? member.email}</span>
        {mine ? <Badge className="ml-2">{t('you')}</Badge> : null}
        {member.name ? <span className="block text-xs text-muted">{member.email}</span> : null}
      </Td>
      <Td label={t('role')} className="whitespace-nowrap">
        {changeable ? (
          <Select
            aria-label={t('roleOf', { email: member.email })}
            value={setRole.isPending ? setRole.variables.role : member.role}
            onValueChange={change}
            options={roles}
            className="w-36"
          />
        ) : (
          role(member.role)
        )}
      </Td>
      <Td label={t('since')} className="text-right">
        <When at={member.since} />
      </Td>
      <Td className="w-px text-right">
        {changeable || mine ? (
          <IconButton
            size="icon-sm"
            label={t('remove', { email: member.email })}
            onClick={() => setLeaving(true)}
          >
            <UserMinus aria-hidden />
          </IconButton>
        ) : null}
        <ConfirmByName
          open={leaving}
          onOpenChange={setLeaving}
          title={t('removeTitle', { email: member.email, tenant })}
          name={member.email}
          action={t('removeAction')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ tenant, userId })}
        >
          {t('removeHint')}
        </ConfirmByName>
      </Td>
    </Tr>
  )
}
