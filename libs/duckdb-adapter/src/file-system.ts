import { statfsSync } from 'node:fs';

/** Numbers by which Linux tells file systems that live on a disk or in the memory of one machine; see statfs(2). */
const ofOneMachine = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // xfs
  0x9123683e, // btrfs
  0x2fc12fc1, // zfs
  0xf2f52010, // f2fs
  0xca451a4e, // bcachefs
  0x794c7630, // overlayfs, the root of most containers
  0x01021994, // tmpfs
  0x858458f6, // ramfs
]);

/**
 * Whether only the kernel that runs us can have the folder's file system mounted now.
 *
 * Invariant: false for everything unknown: network file systems, and shares from the host of a virtual machine.
 */
export function isOnOneMachine(folder: string): boolean {
  return process.platform === 'linux' && ofOneMachine.has(statfsSync(folder).type);
}
