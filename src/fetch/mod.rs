//! Bytes from the net, politely and only from the public internet.
