import type { ReactNode } from 'react'
import { OnlyAdministrators } from '../../../components/admin/only-administrators.tsx'

export default function AdminLayout({ children }: { children: ReactNode }) {
  return <OnlyAdministrators>{children}</OnlyAdministrators>
}
