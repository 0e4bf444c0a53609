/** Bytes of a file that is sent through the socket `/sandbox`. */
export const SOCKET_FILE = 700 * 1024
