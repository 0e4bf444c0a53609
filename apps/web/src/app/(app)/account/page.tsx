import { Account } from '../../../components/account/account.tsx'
import { titled } from '../../../page-title.ts'

export const generateMetadata = titled('account')

export default function AccountPage() {
  return <Account />
}
